"""Linear layers whose weights lie the way the processor's matrix units take them.

torch arranges a weight anew on every call, which for a question's few tokens takes as long as the product itself; oneDNN can keep
it arranged, as torch's own compiler does for inference.
"""

import copy
from functools import partial
from typing import Any


def packed(model: Any) -> Any:
    """A copy for inference that shares all tensors but the arranged ones; the model itself where there is nothing to gain."""
    import torch

    linear = {name: module for name, module in model.named_modules() if type(module) is torch.nn.Linear}
    known = hasattr(torch.ops.mkldnn, "_linear_pointwise") and hasattr(torch.ops.mkldnn, "_reorder_linear_weight")
    if not known or any(module.weight.dtype != torch.bfloat16 for module in linear.values()):
        return model
    copied = copy.deepcopy(model, {id(tensor): tensor for tensor in model.state_dict(keep_vars=True).values()})
    for name, module in linear.items():
        arranged = torch.ops.mkldnn._reorder_linear_weight(module.weight.detach(), None)
        copied.get_submodule(name).forward = partial(_product, arranged, module.bias)
    return copied.eval()


def _product(arranged: Any, bias: Any, states: Any) -> Any:
    import torch

    return torch.ops.mkldnn._linear_pointwise(states, arranged, bias, "none", [], "")

"""Linear layers whose weights lie the way the processor's matrix units take them.

torch arranges a weight anew on every call, which for a question's few tokens takes as long as the product itself; oneDNN can keep
it arranged, as torch's own compiler does for inference.
"""

import copy
from typing import Any


def packed(model: Any) -> Any:
    """A copy for inference that shares all tensors but the arranged ones; the model itself where there is nothing to gain."""
    import torch

    linear = {name: module for name, module in model.named_modules() if type(module) is torch.nn.Linear}
    known = hasattr(torch.ops.mkldnn, "_linear_pointwise") and hasattr(torch.ops.mkldnn, "_reorder_linear_weight")
    if not known or any(module.weight.dtype != torch.bfloat16 for module in linear.values()):
        return model
    shared = {id(tensor): tensor for tensor in model.state_dict(keep_vars=True).values()}
    copied = copy.deepcopy(model, shared)
    for name, module in linear.items():
        copied.set_submodule(name, _packed(module))
    return copied.eval()


def _packed(linear: Any) -> Any:
    import torch

    arranged = torch.ops.mkldnn._reorder_linear_weight(linear.weight.detach(), None)

    class Packed(torch.nn.Module):
        """The linear layer, for tensors (..., width)."""

        def forward(self, states: Any) -> Any:
            return torch.ops.mkldnn._linear_pointwise(states, arranged, linear.bias, "none", [], "")

    return Packed()

"""Packed linear layers give what the plain ones give."""

import pytest
import torch

from index.packed import packed


def layer(dtype):
    model = torch.nn.Sequential(torch.nn.Linear(4, 2), torch.nn.ReLU())
    with torch.no_grad():
        model[0].weight.copy_(torch.tensor([[1.0, 2.0, 3.0, 4.0], [0.5, 0.0, -0.5, 0.0]]))
        model[0].bias.copy_(torch.tensor([1.0, -1.0]))
    return model.to(dtype)


def test_the_product_is_the_same():
    model = layer(torch.bfloat16)
    quick = packed(model)
    with torch.inference_mode():
        found = quick(torch.tensor([[1.0, 1.0, 1.0, 1.0], [4.0, 0.0, 0.0, 0.0]], dtype=torch.bfloat16))
    assert found.tolist() == [[11.0, 0.0], [5.0, 1.0]]  # 10 + 1 and 0 - 1; 4 + 1 and 2 - 1
    assert type(model[0]) is torch.nn.Linear  # the model itself stays as it is


@pytest.mark.parametrize("dtype", [torch.float32, torch.float16])
def test_other_precisions_are_left_alone(dtype):
    model = layer(dtype)
    assert packed(model) is model

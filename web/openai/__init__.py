"""The part of OpenAI's API that chat clients use, below `/v1`."""

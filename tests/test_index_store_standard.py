"""LangChain's own standard tests of a vector store, sync and async."""

import pytest
from langchain_tests.integration_tests.vectorstores import VectorStoreIntegrationTests

from index.store import FaissStore


class TestFaissStore(VectorStoreIntegrationTests):
    @pytest.fixture
    def vectorstore(self):
        return FaissStore(self.get_embeddings())

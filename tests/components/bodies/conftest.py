import pytest

from extractor.components.bodies import BodyFinder
from extractor.rules import Rules


@pytest.fixture(scope="session")
def finder() -> BodyFinder:
    return BodyFinder(Rules())

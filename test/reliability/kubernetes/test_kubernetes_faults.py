"""Every fault of a request to kube-apiserver on its own: what is said while it lasts, that nobody is let in who must
not be, and how soon all is well again."""

from __future__ import annotations

import pytest

from cases import kubernetes_configuration, kubernetes_reviews
from rig.kubernetes_stage import KubernetesCase
from rig.stage import Ordeals
from rig.table import Row

CASES = [*kubernetes_reviews.CASES, *kubernetes_configuration.CASES]


@pytest.mark.parametrize("kubernetes_case", CASES, ids=lambda case: case.name)
def test_fault(kubernetes_case: KubernetesCase, kubernetes_ordeals: Ordeals[int], rows: list[Row]) -> None:
    rows.append(kubernetes_ordeals.result(kubernetes_case))

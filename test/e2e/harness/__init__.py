"""A Kubernetes control plane, Prometheus, the example worker and Barograph, as processes of this machine."""

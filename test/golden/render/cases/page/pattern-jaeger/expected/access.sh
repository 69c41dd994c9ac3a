# Jaeger: http://localhost:16686
kubectl port-forward svc/jaeger -n monitoring 16686:16686

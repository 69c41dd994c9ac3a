# The API of Tempo, for debugging: http://localhost:3200
kubectl port-forward svc/tempo-query-frontend -n monitoring 3200:3200

# Jaeger: http://localhost:16686
kubectl port-forward svc/jaeger -n monitoring 16686:16686

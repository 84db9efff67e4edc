print("retry-report")

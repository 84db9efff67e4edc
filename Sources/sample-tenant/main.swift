print("sample-tenant")

"""Claims across reports: which tell the same incident, on what their versions agree and differ, who stands behind each."""

"""The source documents: their texts, the manifest, and the forms in which United Nations texts print things."""

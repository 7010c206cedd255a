"""How an answer is found: words, letters and spelling; sentence vectors where there is a model; how sure is sure."""

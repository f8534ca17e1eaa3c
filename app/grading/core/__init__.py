"""The rules of grades: points, why a work waits, mutu telaah, the text with its marks, cells of files."""

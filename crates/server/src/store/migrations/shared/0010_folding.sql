-- Vowels, tones and voice are letters: every folded twin is made anew when this has run (store::refold). A program that folds otherwise
-- must not write to this database any more, so the change stands among the table definitions.
DELETE FROM meta WHERE name = 'folding';

"""How documents arrive: changes of the raw folder and of a bucket are noticed, waited for, and asked for year by year."""

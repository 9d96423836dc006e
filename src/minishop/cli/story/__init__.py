"""The story that ``demo`` plays, the sample shop is made by, and the chaos test disturbs: people using pages, nothing else."""

"""The demonstration: topics written for this project, led through the same workflow as everything else."""

"""The sealed box: keys, papers, envelopes and the count. Only ``feedback`` may import it."""

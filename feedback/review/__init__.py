"""The review of comments: edits and highlights are pure, the queue is for its two readers alone."""

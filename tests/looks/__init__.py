"""What looks at every page of the product, longer than `make test` has time for: axe, the HTML checkers, Lighthouse, the camera.

They all walk the way of tests/browser/visits.py through the training world. Each is a target of the Makefile, says at the
end what it found, and fails if that is not nothing.
"""

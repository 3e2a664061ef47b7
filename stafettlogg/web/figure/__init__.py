"""The relay figure: one time axis, four bands – glimpses, the relay, the measures here and at home, the way to the goal.

`story` takes from a whole log what the figure tells, `scale` places days on the axis, `drawing` draws it for a wide
screen, a narrow one and paper. The same story is shown as a table by `templates/logs/figure.html`.
"""

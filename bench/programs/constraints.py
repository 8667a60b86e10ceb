"""One-way constraints with strengths, kept by an incremental planner: a row of boxes whose sizes are edited, a chain of equal values, scales.

Each constraint that holds computes one of its variables, its output, from the others. A variable's strength is that of the weakest constraint
that would have to be given up for it to be computed otherwise; so where a constraint is added or taken away, the planner looks only at neighbours.
"""


class Strength:
    def __init__(self, name, rank):
        self.name = name
        self.rank = rank

    def is_stronger(self, other):
        return self.rank < other.rank


def weaker(a, b):
    return b if a.is_stronger(b) else a


REQUIRED, STRONG, MEDIUM, WEAK, WEAKEST = (
    Strength(name, rank) for rank, name in enumerate(["required", "strong", "medium", "weak", "weakest"])
)


class Variable:
    def __init__(self, name, value=0):
        self.name = name
        self.value = value
        self.constraints = []
        self.source = None
        self.strength = WEAKEST
        self.stays = True
        self.mark = 0


class Constraint:
    """`variables` may be computed by it, `parameters` are only read."""

    def __init__(self, strength, variables, parameters=()):
        self.strength = strength
        self.variables = variables
        self.parameters = parameters
        self.output = None

    def is_input(self):
        return False

    def choose_output(self, mark):
        """The weakest variable that has no new value yet, if it is weaker than the constraint."""
        best = None
        strength = self.strength
        for variable in self.variables:
            if variable.mark != mark and strength.is_stronger(variable.strength):
                best = variable
                strength = variable.strength
        self.output = best
        return best

    def inputs(self):
        for variable in self.variables:
            if variable is not self.output:
                yield variable
        yield from self.parameters

    def inputs_known(self, mark):
        for variable in self.inputs():
            if variable.mark != mark and not variable.stays and variable.source is not None:
                return False
        return True

    def update_output(self):
        """Tells the output what is known of it, and its value if that can't change."""
        output = self.output
        strength = self.strength
        for variable in self.variables:
            if variable is not output:
                strength = weaker(strength, variable.strength)
        stays = not self.is_input()
        for variable in self.inputs():
            stays = stays and variable.stays
        output.strength = strength
        output.stays = stays
        if stays:
            self.execute()

    def execute(self):
        raise NotImplementedError


class Stay(Constraint):
    def __init__(self, strength, variable):
        super().__init__(strength, (variable,))

    def execute(self):
        pass


class Edit(Constraint):
    def __init__(self, strength, variable):
        super().__init__(strength, (variable,))

    def is_input(self):
        return True

    def execute(self):
        pass


class Equal(Constraint):
    def __init__(self, strength, left, right):
        super().__init__(strength, (left, right))

    def execute(self):
        left, right = self.variables
        if self.output is left:
            left.value = right.value
        else:
            right.value = left.value


class Scaled(Constraint):
    """result = source * factor + offset"""

    def __init__(self, strength, source, factor, offset, result):
        super().__init__(strength, (source, result), (factor, offset))

    def execute(self):
        source, result = self.variables
        factor, offset = self.parameters
        if self.output is result:
            result.value = source.value * factor.value + offset.value
        else:
            source.value = (result.value - offset.value) // factor.value


class Sum(Constraint):
    """total = a + b"""

    def __init__(self, strength, a, b, total):
        super().__init__(strength, (total, b, a))

    def execute(self):
        total, b, a = self.variables
        if self.output is total:
            total.value = a.value + b.value
        elif self.output is b:
            b.value = total.value - a.value
        else:
            a.value = total.value - b.value


class Conflict(Exception):
    pass


class Planner:
    def __init__(self):
        self.mark = 0

    def add(self, constraint):
        for variable in constraint.variables + constraint.parameters:
            variable.constraints.append(constraint)
        self.satisfy(constraint)

    def remove(self, constraint):
        output = constraint.output
        constraint.output = None
        for variable in constraint.variables + constraint.parameters:
            variable.constraints.remove(constraint)
        if output is None:
            return
        output.source = None
        output.strength = WEAKEST
        output.stays = True
        for other in sorted(self.update_from(output), key=lambda other: other.strength.rank):
            self.satisfy(other)

    def satisfy(self, constraint):
        """Lets a constraint hold, then in turn what it has displaced."""
        self.mark += 1
        mark = self.mark
        while constraint is not None:
            output = constraint.choose_output(mark)
            if output is None:
                if constraint.strength is REQUIRED:
                    raise Conflict(constraint)
                return
            for variable in constraint.inputs():
                variable.mark = mark
            displaced = output.source
            if displaced is not None:
                displaced.output = None
            output.source = constraint
            self.update_below(constraint, mark)
            output.mark = mark
            constraint = displaced

    def update_below(self, constraint, mark):
        todo = [constraint]
        while todo:
            constraint = todo.pop()
            output = constraint.output
            if output.mark == mark:
                raise Conflict(constraint)
            constraint.update_output()
            for other in output.constraints:
                if other.output is not None and other is not output.source:
                    todo.append(other)

    def update_from(self, variable):
        """Updates what depends on a variable that nothing computes any more; the constraints without output that were met."""
        unsatisfied = []
        todo = [variable]
        while todo:
            variable = todo.pop()
            for constraint in variable.constraints:
                if constraint.output is None:
                    unsatisfied.append(constraint)
                elif constraint is not variable.source:
                    constraint.update_output()
                    todo.append(constraint.output)
        return unsatisfied

    def plan(self, edits):
        """The constraints to execute in order when the edited variables have changed."""
        self.mark += 1
        mark = self.mark
        plan = []
        todo = list(edits)
        while todo:
            constraint = todo.pop()
            output = constraint.output
            if output is None or output.mark == mark or not constraint.inputs_known(mark):
                continue
            plan.append(constraint)
            output.mark = mark
            for other in output.constraints:
                if other.output is not None and other is not output.source:
                    todo.append(other)
        return plan


def set_values(planner, variable, values):
    """Edits a variable: one plan, executed for each of the values."""
    edit = Edit(STRONG, variable)
    planner.add(edit)
    plan = planner.plan([edit])
    for value in values:
        variable.value = value
        for constraint in plan:
            constraint.execute()
    planner.remove(edit)


def chain(length, turns):
    planner = Planner()
    variables = [Variable(f"v{number}") for number in range(length)]
    for left, right in zip(variables, variables[1:]):
        planner.add(Equal(REQUIRED, left, right))
    planner.add(Stay(WEAK, variables[-1]))
    total = 0
    for turn in range(turns):
        edited = variables[0] if turn % 2 else variables[length // 2]
        set_values(planner, edited, range(turn, turn + 20))
        total += variables[-1].value + variables[0].value
    return total


def boxes(count, turns):
    """Boxes side by side: left + width = right, and each begins where the last ends."""
    planner = Planner()
    lefts = [Variable(f"left {number}") for number in range(count)]
    widths = [Variable(f"width {number}", 10 + number % 7) for number in range(count)]
    rights = [Variable(f"right {number}") for number in range(count)]
    planner.add(Stay(MEDIUM, lefts[0]))
    for number in range(count):
        planner.add(Stay(MEDIUM, widths[number]))
        planner.add(Sum(REQUIRED, lefts[number], widths[number], rights[number]))
        if number:
            planner.add(Equal(REQUIRED, rights[number - 1], lefts[number]))
    total = 0
    for turn in range(turns):
        set_values(planner, widths[turn * 17 % count], range(5, 15))
        total += rights[-1].value
        # The last edge is pulled: some width gives way.
        set_values(planner, rights[-1], range(total % 1000, total % 1000 + 5))
        total += sum(width.value for width in widths)
    return total


def scales(count, turns):
    planner = Planner()
    factor = Variable("factor", 3)
    offset = Variable("offset", 1000)
    planner.add(Stay(REQUIRED, factor))
    planner.add(Stay(REQUIRED, offset))
    pairs = [(Variable(f"source {number}", number), Variable(f"result {number}")) for number in range(count)]
    for source, result in pairs:
        planner.add(Stay(WEAK, source))
        planner.add(Scaled(REQUIRED, source, factor, offset, result))
    total = 0
    for turn in range(turns):
        source, result = pairs[turn % count]
        set_values(planner, source, [turn, turn + 1])
        total += result.value
        set_values(planner, result, [turn * 5])
        total += source.value
    return total


def main():
    print(chain(300, 60), boxes(100, 100), scales(500, 12_000))


if __name__ == "__main__":
    main()

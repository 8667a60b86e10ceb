# Trees that a program made: what no source can give is a ValueError, never an internal error.
import ast


def attempt(*body):
    module = ast.fix_missing_locations(ast.Module(list(body), []))
    try:
        compile(module, "<made>", "exec")
        print("compiled")
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)


def name(context=ast.Load):
    return ast.Name("x", context())


attempt(ast.Expr(name(ast.Store)))
attempt(ast.Assert(name(), name(ast.Del)))
attempt(ast.Assign([], name()))
attempt(ast.Assign([name()], name()))
attempt(ast.Assign([ast.Constant(1)], name()))
attempt(ast.Delete([]))
attempt(ast.If(name(), [], []))
attempt(ast.Try([ast.Pass()], [], [], []))
attempt(ast.Raise(None, name()))
attempt(ast.ImportFrom("a", [ast.alias("b")], -1))
attempt(ast.Global([]))
attempt(ast.Expr(ast.BoolOp(ast.And(), [name()])))
attempt(ast.Expr(ast.Compare(name(), [ast.Eq()], [])))
attempt(ast.Expr(ast.Dict([], [name()])))
attempt(ast.Expr(ast.ListComp(name(), [])))
attempt(ast.Expr(ast.Name("None", ast.Load())))
attempt(ast.Match(name(), [ast.match_case(ast.MatchOr([]), None, [ast.Pass()])]))
attempt(ast.Match(name(), [ast.match_case(ast.MatchStar("a"), None, [ast.Pass()])]))
attempt(ast.Match(name(), [ast.match_case(ast.MatchAs(name="_"), None, [ast.Pass()])]))
attempt(ast.Expr(name()), ast.Pass())

namespace CarbonApp.Engine.Tests.Oracles;

/// <summary>The oracle itself, on programs solved by hand.</summary>
public class LinearProgramTests
{
    [Fact]
    public void Minimize_TwoVariables_GivesCostValuesAndDuals()
    {
        // Ten units, at most 6.5 of the cheap kind: 6.5 × 2 + 3.5 × 3; one more unit needed costs 3, one more cheap one saves 1.
        var program = new LinearProgram();
        var (cheap, dear) = (program.AddVariable(2), program.AddVariable(3));
        program.AddAtLeast(10, (cheap, 1), (dear, 1));
        program.AddAtMost(6.5, (cheap, 1));

        var solution = program.Minimize()!;

        Assert.Equal(23.5, solution.Objective, 6);
        Assert.Equal([6.5, 3.5], solution.Values);
        Assert.Equal([3, -1], solution.RowDuals);
    }

    [Fact]
    public void Minimize_WholeNumbersOnly_IsDearer()
    {
        var program = new LinearProgram();
        var cheap = program.AddVariable(-2, upper: 6.5, integer: true);
        program.AddEqual(0, (cheap, 1), (program.AddVariable(0.5, lower: -10), 1));

        Assert.Equal(-12 - 3, program.Minimize()!.Objective, 6);
    }

    [Fact]
    public void Minimize_ContradictingRows_IsNull()
    {
        var program = new LinearProgram();
        var x = program.AddVariable(1);
        program.AddAtLeast(2, (x, 1));
        program.AddAtMost(1, (x, 1));

        Assert.Null(program.Minimize());
    }
}

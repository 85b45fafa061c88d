namespace CarbonApp.Engine.Grid.Planning;

/// <summary>
/// What no plan with starts and stops can undercut, without looking at all plans: the amount of work is left free but rewarded at a
/// rate λ. The cheapest such plan, less the reward of the job's own work, bounds the optimum from below for every λ (Lagrangian
/// relaxation, Geoffrion 1974); bisection finds the best λ. Each try is one pass over the instants that can matter, as the work
/// done need not be kept. The number of starts is not limited here.
/// </summary>
internal static class StartStopBound
{
    /// <summary>Instants up to which a bound is worth its time; some 100 ms.</summary>
    private const double MaximumPoints = 5e5;

    private const int Tries = 30;

    /// <summary>The bound in units of the cost, zero or more; 0 when there are too many instants.</summary>
    /// <param name="lattice">The finest lattice, on which an optimum lies.</param>
    /// <param name="cost">Cost of runs.</param>
    /// <param name="steps">Window and limits in steps of the lattice.</param>
    /// <param name="dirtiest">Largest cost of any one plan in one piece.</param>
    /// <param name="cancellationToken">Ends a long search.</param>
    public static double Find(DecisionLattice lattice, StartStopCost cost, StartStopSteps steps, double dirtiest, CancellationToken cancellationToken)
    {
        if ((double)(steps.Hi - steps.Lo) / lattice.Step * lattice.Classes > MaximumPoints)
        {
            return 0;
        }

        var moves = Moves(lattice, cost, steps);
        var off = new (double Cost, double Work)[moves.Length];
        var (low, high, best) = (0.0, 4 * dirtiest / steps.Work, 0.0);
        for (var i = 0; i < Tries; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var rate = (low + high) / 2;
            var (reached, work) = Cheapest(moves, off, lattice, steps, rate);
            best = Math.Max(best, reached + (rate * steps.Work));
            (low, high) = work < steps.Work ? (rate, high) : (low, rate);
        }

        // Rounding must not lift the bound above the optimum.
        return best * (1 - 1e-9);
    }

    private static Move[] Moves(DecisionLattice lattice, StartStopCost cost, StartStopSteps steps)
    {
        var first = lattice.IndexAtOrBefore(steps.Lo - lattice.Origin);
        var moves = new Move[lattice.IndexAtOrBefore(steps.Hi - lattice.Origin) - first + 1];
        for (var i = 0; i < moves.Length; i++)
        {
            var time = lattice.Origin + lattice.TicksOf(first + i);
            var before = i == 0 ? time : lattice.Origin + lattice.TicksOf(first + i - 1);
            var begin = time - steps.Run;
            moves[i] = new Move(time - before, cost.Work(before, time), begin < steps.Lo ? double.PositiveInfinity : cost.Run(begin, time));
        }

        return moves;
    }

    /// <summary>Least cost less reward over plans of any work above none, and the work of that plan.</summary>
    private static (double Cost, double Work) Cheapest(
        Move[] moves, (double Cost, double Work)[] off, DecisionLattice lattice, StartStopSteps steps, double rate)
    {
        var lag = (int)((steps.Run + steps.Pause) / lattice.Step) * lattice.Classes;
        var (on, gain) = ((Cost: double.PositiveInfinity, Work: 0.0), steps.Run - steps.StartUp);
        for (var i = 0; i < moves.Length; i++)
        {
            on = (on.Cost + moves[i].Cost - (rate * moves[i].Ticks), on.Work + moves[i].Ticks);
            // After an earlier run and its pause, or as the first, which is cheaper unless the earlier ones earn.
            var earlier = i - Math.Max(1, lag);
            var from = earlier >= 0 && off[earlier].Cost < 0 ? off[earlier] : default;
            var entered = (Cost: from.Cost + moves[i].StartCost - (rate * gain), Work: from.Work + gain);
            on = entered.Cost < on.Cost ? entered : on;
            off[i] = i > 0 && off[i - 1].Cost <= on.Cost ? off[i - 1] : on;
        }

        return off[^1];
    }

    /// <param name="Ticks">From the point before.</param>
    /// <param name="Cost">Of working from the point before.</param>
    /// <param name="StartCost">Of start-up and minimum run that end here.</param>
    private readonly record struct Move(long Ticks, double Cost, double StartCost);
}

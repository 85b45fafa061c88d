using System.Collections;

namespace CarbonApp.Engine.Grid.Planning;

/// <summary>
/// Dynamic program over the points of a <see cref="DecisionLattice"/>. Off[w] is the least cost with work w done and the last run
/// ended; On[z] the least cost in a run beyond its minimum, where z = instant − work done stays the same as long as the run
/// lasts, so that running on is one addition. A start jumps over start-up and minimum run at once, so no run length need be kept.
/// </summary>
/// <remarks>
/// Time and memory: points × work points × (1 or the largest number of starts), about two bits per state for the way back.
/// Equals: Off prefers the earlier end, On the run that goes on.
/// </remarks>
internal sealed class StartStopSearch
{
    /// <summary>Costs closer than this part of a whole job at the dirtiest instant count as equal.</summary>
    private const double TieTolerance = 1e-12;

    private readonly DecisionLattice _lattice;
    private readonly StartStopCost _cost;
    private readonly StartStopSteps _steps;
    private readonly int _first;
    private readonly int _last;
    private readonly int _workEnd;
    private readonly int _lastIdle;
    private readonly int _starts;
    private readonly bool _counted;
    private readonly double[] _on;
    private readonly double[] _off;
    private readonly double[][] _offBefore;
    private readonly BitArray _ended;
    private readonly BitArray _entered;
    private readonly double _tolerance;

    /// <param name="lattice">Points to choose from.</param>
    /// <param name="cost">Cost of runs.</param>
    /// <param name="steps">Window and limits; all but lo, hi and work are multiples of the lattice's step.</param>
    /// <param name="maximumStarts">Most runs; null to not count them.</param>
    /// <param name="dirtiest">Largest cost of any one plan in one piece, for scale.</param>
    public StartStopSearch(DecisionLattice lattice, StartStopCost cost, StartStopSteps steps, int? maximumStarts, double dirtiest)
    {
        (_lattice, _cost, _steps) = (lattice, cost, steps);
        (_starts, _counted) = (maximumStarts ?? 1, maximumStarts is not null);
        _tolerance = TieTolerance * dirtiest;
        _first = lattice.IndexAtOrBefore(steps.Lo - lattice.Origin);
        _last = lattice.IndexAtOrBefore(steps.Hi - lattice.Origin);
        _workEnd = lattice.IndexAtOrBefore(steps.Work);
        _lastIdle = lattice.IndexAtOrBefore(steps.Hi - steps.Work - lattice.Origin);
        (_on, _off) = (Unreached(_starts * (_last + 1)), Unreached(_starts * (_workEnd + 1)));
        _offBefore = new double[Points(steps.Run + steps.Pause) + 1][];
        (_ended, _entered) = (new BitArray(_starts * (_last + 1) * (_workEnd + 1)), new BitArray(_starts * (_last + 1) * Band));
    }

    /// <summary>States of a search; what it costs in time, and an eighth of its bytes.</summary>
    public static double States(DecisionLattice lattice, StartStopSteps steps, int? maximumStarts) =>
        (maximumStarts ?? 1) * (double)lattice.Classes * lattice.Classes
        * (((double)(steps.Hi - steps.Lo) / lattice.Step) + 2) * (((double)steps.Work / lattice.Step) + 2) * 2;

    /// <summary>Start and end of every run of the best plan in time order, UTC ticks; empty when there is none.</summary>
    public List<(long Start, long End)> Solve(CancellationToken cancellationToken)
    {
        for (var point = _first; point <= _last; point++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            RunOn(point);
            if (_steps.Run > 0)
            {
                // A run of just the minimum may end where its start takes effect.
                Enter(point);
                End(point);
                Remember(point);
            }
            else
            {
                // Without a minimum it must not end where it starts.
                End(point);
                Remember(point);
                Enter(point);
            }
        }

        return WayBack();
    }

    private int Band => ((_workEnd / _lattice.Classes) + 2) * _lattice.Classes;

    private int Points(long ticks) => (int)(ticks / _lattice.Step) * _lattice.Classes;

    /// <summary>First number of z that can still be running at a point.</summary>
    private int BandStart(int point) => ((point / _lattice.Classes) - (_workEnd / _lattice.Classes) - 1) * _lattice.Classes;

    private int EndedBit(int starts, int point, int work) => (((starts * (_last + 1)) + point) * (_workEnd + 1)) + work;

    private int EnteredBit(int starts, int point, int idle) => (((starts * (_last + 1)) + point) * Band) + idle - BandStart(point);

    private Span<double> On(int starts) => _on.AsSpan(starts * (_last + 1), _last + 1);

    private Span<double> Off(int starts) => _off.AsSpan(starts * (_workEnd + 1), _workEnd + 1);

    private long Ticks(int point) => _lattice.Origin + _lattice.TicksOf(point);

    private void RunOn(int point)
    {
        var cost = point == _first ? 0 : _cost.Work(Ticks(point - 1), Ticks(point));
        for (var starts = 0; starts < _starts; starts++)
        {
            var from = Math.Max(_first, BandStart(point));
            foreach (ref var reached in On(starts)[from..(point + 1)])
            {
                reached += cost;
            }
        }
    }

    private void End(int point)
    {
        var classes = _lattice.Classes;
        for (var workClass = 0; workClass < classes; workClass++)
        {
            var (idleClass, borrow) = _lattice.Difference(point % classes, workClass);
            for (var starts = 0; idleClass >= 0 && starts < _starts; starts++)
            {
                var on = On(starts);
                var off = Off(starts);
                var idle = (((point / classes) - borrow) * classes) + idleClass;
                for (var work = workClass; work < off.Length && idle >= _first; work += classes, idle -= classes)
                {
                    // A run without work is none.
                    if (on[idle] < off[work] - _tolerance && work > 0)
                    {
                        off[work] = on[idle];
                        _ended[EndedBit(starts, point, work)] = true;
                    }
                }
            }
        }
    }

    private void Remember(int point)
    {
        ref var layer = ref _offBefore[point % _offBefore.Length];
        layer ??= new double[_off.Length];
        _off.CopyTo(layer, 0);
    }

    private void Enter(int point)
    {
        var start = point - Points(_steps.Run);
        var cost = start < _first ? double.PositiveInfinity : _cost.Run(Ticks(start) + _steps.StartShift, Ticks(point));
        if (double.IsInfinity(cost))
        {
            return;
        }

        var gain = Points(_steps.Run - _steps.StartUp);
        var idle = point - gain;
        if (gain <= _workEnd && idle >= _first && idle <= _lastIdle && cost < _on[idle] - _tolerance)
        {
            _on[idle] = cost;
            _entered[EnteredBit(0, point, idle)] = true;
        }

        var before = start - Points(_steps.Pause);
        for (var starts = 0; before >= _first && starts < (_counted ? _starts - 1 : 1); starts++)
        {
            var off = _offBefore[before % _offBefore.Length].AsSpan(starts * (_workEnd + 1), _workEnd + 1);
            EnterAgain(_counted ? starts + 1 : starts, point, gain, cost, off);
        }
    }

    /// <summary>Starts after an earlier run: from Off[work] at the end of the pause to On at the end of the minimum run.</summary>
    private void EnterAgain(int to, int point, int gain, double cost, ReadOnlySpan<double> off)
    {
        var classes = _lattice.Classes;
        var on = On(to);
        for (var workClass = 0; workClass < classes; workClass++)
        {
            var (idleClass, borrow) = _lattice.Difference(point % classes, workClass);
            var work = workClass == 0 ? classes : workClass;
            var idle = (((point / classes) - borrow) * classes) + idleClass - gain - (work - workClass);
            for (; idleClass >= 0 && work < off.Length - Math.Max(1, gain) && idle >= _first; work += classes, idle -= classes)
            {
                var reached = off[work] + cost;
                if (idle <= _lastIdle && reached < on[idle] - _tolerance)
                {
                    on[idle] = reached;
                    _entered[EnteredBit(to, point, idle)] = true;
                }
            }
        }
    }

    private List<(long Start, long End)> WayBack()
    {
        var starts = 0;
        for (var more = 1; more < _starts; more++)
        {
            starts = CostWith(more) < CostWith(starts) - _tolerance ? more : starts;
        }

        var runs = new List<(long, long)>();
        if (double.IsInfinity(CostWith(starts)))
        {
            return runs;
        }

        var (point, work) = (_last, _workEnd);
        while (work > 0)
        {
            while (!_ended[EndedBit(starts, point, work)])
            {
                point--;
            }

            var (end, idle) = (Ticks(point), _lattice.Minus(point, work));
            while (!_entered[EnteredBit(starts, point, idle)])
            {
                point--;
            }

            work = _lattice.Minus(point, idle) - Points(_steps.Run - _steps.StartUp);
            point -= Points(_steps.Run);
            runs.Add((Ticks(point) + _steps.StartShift, end));
            point -= Points(_steps.Pause);
            starts -= _counted ? 1 : 0;
        }

        runs.Reverse();
        return runs;
    }

    private double CostWith(int starts) => _off[(starts * (_workEnd + 1)) + _workEnd];

    private static double[] Unreached(int length)
    {
        var costs = new double[length];
        Array.Fill(costs, double.PositiveInfinity);
        return costs;
    }
}

/// <summary>Window and limits of a search, ticks.</summary>
/// <param name="Lo">Earliest start, UTC.</param>
/// <param name="Hi">Deadline, UTC.</param>
/// <param name="Work">Duration of the job.</param>
/// <param name="StartUp">Start-up time as planned with.</param>
/// <param name="StartShift">How much later than planned with a start may begin, because the true start-up is shorter.</param>
/// <param name="Run">Minimum run, at least the start-up.</param>
/// <param name="Pause">Minimum pause.</param>
internal readonly record struct StartStopSteps(long Lo, long Hi, long Work, long StartUp, long StartShift, long Run, long Pause);

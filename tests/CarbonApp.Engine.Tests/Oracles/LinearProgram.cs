using System.Diagnostics;
using System.Globalization;
using System.Text;
using CarbonApp.Tests.Shared.Servers;

namespace CarbonApp.Engine.Tests.Oracles;

/// <summary>
/// A linear or mixed-integer program, minimised by coin-or <c>cbc</c>: an oracle that shares no code with ours. Written as a CPLEX LP
/// file, one term per line. Skips the calling test when <c>cbc</c> is not installed.
/// </summary>
/// <remarks>cbc prints values with eight significant digits and the objective with eight decimals: compare with 1e-6.</remarks>
internal sealed class LinearProgram
{
    private const int SecondsAllowed = 120;

    private readonly List<Variable> _variables = [];
    private readonly List<Row> _rows = [];

    /// <summary>Adds a variable and answers its number.</summary>
    public int AddVariable(double cost, double lower = 0, double upper = double.PositiveInfinity, bool integer = false)
    {
        _variables.Add(new Variable(cost, lower, upper, integer));
        return _variables.Count - 1;
    }

    /// <summary>Adds Σ coefficient × variable ≤ limit and answers the number of the row.</summary>
    public int AddAtMost(double limit, params IEnumerable<(int Variable, double Coefficient)> terms) => Add("<=", limit, terms);

    /// <summary>Adds Σ coefficient × variable ≥ limit and answers the number of the row.</summary>
    public int AddAtLeast(double limit, params IEnumerable<(int Variable, double Coefficient)> terms) => Add(">=", limit, terms);

    /// <summary>Adds Σ coefficient × variable = limit and answers the number of the row.</summary>
    public int AddEqual(double limit, params IEnumerable<(int Variable, double Coefficient)> terms) => Add("=", limit, terms);

    /// <summary>The optimum; null when no assignment meets all rows.</summary>
    public LinearSolution? Minimize()
    {
        var cbc = ServerProcess.Find("cbc");
        Assert.SkipWhen(cbc is null, "needs the solver cbc, which is not on PATH (Debian: apt install coinor-cbc)");
        var folder = Directory.CreateTempSubdirectory("carbonapp-cbc-");
        try
        {
            var (model, answer) = (Path.Combine(folder.FullName, "model.lp"), Path.Combine(folder.FullName, "answer.txt"));
            File.WriteAllText(model, ToLpFile());
            var output = Run(cbc!, [model, "ratio", "0", "allow", "0", "sec", $"{SecondsAllowed}", "solve", "printingOptions", "all", "solution", answer]);
            return Read(File.Exists(answer) ? File.ReadAllLines(answer) : [], output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private int Add(string sense, double limit, IEnumerable<(int, double)> terms)
    {
        _rows.Add(new Row(sense, limit, [.. terms]));
        return _rows.Count - 1;
    }

    private string ToLpFile()
    {
        var text = new StringBuilder("Minimize\nobj:\n");
        AppendTerms(text, _variables.Select((v, i) => (i, v.Cost)));
        text.Append("Subject To\n");
        foreach (var (i, row) in _rows.Index())
        {
            AppendTerms(text.Append(CultureInfo.InvariantCulture, $"c{i}:\n"), row.Terms);
            text.Append(CultureInfo.InvariantCulture, $" {row.Sense} {row.Limit:R}\n");
        }

        text.Append("Bounds\n");
        foreach (var (i, v) in _variables.Index())
        {
            text.Append(CultureInfo.InvariantCulture, $"x{i} >= {v.Lower:R}\n");
            text.Append(double.IsPositiveInfinity(v.Upper) ? "" : string.Create(CultureInfo.InvariantCulture, $"x{i} <= {v.Upper:R}\n"));
        }

        if (_variables.Exists(v => v.Integer))
        {
            text.Append("General\n");
            text.AppendJoin('\n', _variables.Index().Where(v => v.Item.Integer).Select(v => $"x{v.Index}")).Append('\n');
        }

        return text.Append("End\n").ToString();
    }

    private static void AppendTerms(StringBuilder text, IEnumerable<(int Variable, double Coefficient)> terms)
    {
        foreach (var (variable, coefficient) in terms)
        {
            text.Append(CultureInfo.InvariantCulture, $" {(coefficient < 0 ? '-' : '+')} {Math.Abs(coefficient):R} x{variable}\n");
        }
    }

    private static string Run(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }

    /// <summary>First line "Optimal - objective value 23.5", then per row and column: number, name, value, dual or reduced cost.</summary>
    private LinearSolution? Read(string[] lines, string output)
    {
        if (lines.Length == 0 || lines[0].Contains("infeasible", StringComparison.OrdinalIgnoreCase))
        {
            return lines.Length > 0 ? null : throw new InvalidOperationException($"cbc wrote no answer: {output}");
        }

        if (!lines[0].StartsWith("Optimal", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"cbc found no optimum: {lines[0]}");
        }

        var solution = new LinearSolution(Number(lines[0].Split(' ')[^1]), new double[_variables.Count], new double[_rows.Count]);
        foreach (var cells in lines.Skip(1).Select(line => line.TrimStart('*').Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            var index = int.Parse(cells[1].AsSpan(1), CultureInfo.InvariantCulture);
            var (target, value) = cells[1][0] == 'x' ? (solution.Values, cells[2]) : (solution.RowDuals, cells[3]);
            target[index] = Number(value);
        }

        return solution;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private sealed record Variable(double Cost, double Lower, double Upper, bool Integer);

    private sealed record Row(string Sense, double Limit, (int Variable, double Coefficient)[] Terms);
}

/// <summary>An optimum.</summary>
/// <param name="Objective">Lowest cost.</param>
/// <param name="Values">By variable.</param>
/// <param name="RowDuals">By row: what the objective would change per unit of its limit; meaningless for integer programs.</param>
internal sealed record LinearSolution(double Objective, double[] Values, double[] RowDuals);

using Spectre.Console;

namespace CarbonApp.Cli.Terminal;

/// <summary>Tables whose cells are text: what the Api says is never read as markup.</summary>
internal static class PlainTable
{
    public static Table Create(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column)).NoWrap());
        }

        return table;
    }

    public static void Add(this Table table, params string[] cells) => table.AddRow(cells.Select(cell => new Text(cell)));
}

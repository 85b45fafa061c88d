using CarbonApp.Api.Grid;
using CarbonApp.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddGrid();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapGrid();
app.Run();

/// <summary>Entry point, public for the tests' application factory.</summary>
public partial class Program;

using System.Reflection;
using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Tests;

/// <summary>What keeps Engine pure and its two domains apart.</summary>
public class EngineBoundaryTests
{
    private static readonly Assembly Engine = typeof(Energy).Assembly;

    [Fact]
    public void Engine_References_AreTheFrameworksOwnAndGeometryAndNoHttpFilesOrConfiguration()
    {
        var references = Engine.GetReferencedAssemblies().Select(a => a.Name!).ToArray();

        Assert.All(references.Except(["NetTopologySuite"]), name => Assert.StartsWith("System", name, StringComparison.Ordinal));
        Assert.DoesNotContain(references, name => name.StartsWith("System.Net", StringComparison.Ordinal) || name.StartsWith("System.IO.FileSystem", StringComparison.Ordinal));
    }

    [Fact]
    public void Engine_GridAndKelp_NeverNameEachOther()
    {
        var crossings =
            from type in Engine.GetTypes()
            let domain = DomainOf(type)
            where domain is not null
            from other in TypesNamedBy(type)
            let otherDomain = DomainOf(other)
            where otherDomain is not null && otherDomain != domain
            select $"{type} names {other}";

        Assert.Empty(crossings);
    }

    private static string? DomainOf(Type type)
    {
        var parts = (type.Namespace ?? "").Split('.');
        return parts is ["CarbonApp", "Engine", "Grid" or "Kelp", ..] ? parts[2] : null;
    }

    private static IEnumerable<Type> TypesNamedBy(Type type)
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        return type.GetFields(All).Select(f => f.FieldType)
            .Concat(type.GetMethods(All).SelectMany(m => m.GetParameters().Select(p => p.ParameterType).Append(m.ReturnType)))
            .Concat(type.GetInterfaces())
            .Append(type.BaseType ?? typeof(object));
    }
}

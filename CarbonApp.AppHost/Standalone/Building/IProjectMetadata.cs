namespace Aspire.Hosting;

/// <summary>A project of this solution; implemented by the generated Projects.* types.</summary>
internal interface IProjectMetadata
{
    /// <summary>Full path of the project file.</summary>
    string ProjectPath { get; }

    /// <summary>Full path of the built assembly.</summary>
    string AssemblyPath { get; }
}

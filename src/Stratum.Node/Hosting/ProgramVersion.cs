
namespace Stratum.Node.Hosting;

/// <summary>The version of this program, as Directory.Build.props sets it.</summary>
internal static class ProgramVersion
{
    public static string Text { get; } = typeof(ProgramVersion).Assembly.GetName().Version is { } version ? version.ToString(3) : "unknown";
}

namespace Tipstaff.Tests.Support;

/// <summary>The programs of the machine that runs the tests.</summary>
internal static class Programs
{
    /// <summary>Whether a program can be started by its name.</summary>
    public static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(
            folder => File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, $"{program}.exe")));
}

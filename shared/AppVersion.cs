using System.Reflection;

namespace Tipstaff;

/// <summary>The version of the program: in <c>/health</c>, in every log line, with every measure.</summary>
/// <param name="Number">The number of the build, or, of a build by hand, of the source, <c>0.1.0</c>.</param>
/// <param name="Commit">The commit that was built, 40 hexadecimal digits; null where the build did not say.</param>
/// <remarks>Source: <c>-p:InformationalVersion</c> of the build (<c>pipelines/scripts/build.sh</c>); without it the SDK says number and commit by itself.</remarks>
public sealed record AppVersion(string Number, string? Commit)
{
    /// <summary>Of the running program.</summary>
    public static AppVersion Running { get; } = Of(typeof(AppVersion).Assembly);

    /// <summary>Reads <c>NUMBER+COMMIT</c>, or a number alone.</summary>
    /// <param name="text">As an assembly has it, or as <c>/health</c> says it.</param>
    public static AppVersion Parse(string text)
    {
        var plus = text.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 ? new(text, Commit: null) : new(text[..plus], text[(plus + 1)..]);
    }

    /// <summary><c>NUMBER+COMMIT</c>, or the number alone.</summary>
    public override string ToString() => Commit is null ? Number : $"{Number}+{Commit}";

    /// <summary>What an assembly says; its plain version where it says nothing.</summary>
    internal static AppVersion Of(Assembly assembly) =>
        Parse(assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? $"{assembly.GetName().Version}");
}

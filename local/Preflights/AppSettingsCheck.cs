using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using Tipstaff.Local.Commands;
using Tipstaff.Preflights;

namespace Tipstaff.Local.Preflights;

/// <summary>Has the app of an artifact look at the settings that it would get: its own program does, and nothing is started.</summary>
internal static class AppSettingsCheck
{
    private const string Program = "Tipstaff.Functions.dll";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly string[] Kept = ["PATH", "HOME", "TMPDIR", "DOTNET_ROOT"];

    /// <summary>What the app finds wrong with settings.</summary>
    /// <param name="package">The app's package, <c>app.zip</c>.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CommandFailure">The app does not say.</exception>
    public static async Task<IReadOnlyList<SettingFault>> RunAsync(string package, IReadOnlyList<PlannedSetting> settings, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("tipstaff-preflight-");
        try
        {
            await ZipFile.ExtractToDirectoryAsync(package, folder.FullName, cancellationToken);
            if (!File.Exists(Path.Combine(folder.FullName, Program)))
            {
                throw new CommandFailure($"'{package}' holds no {Program}: build the artifact with pipelines/scripts/build.sh.");
            }

            return await AskAsync(folder.FullName, settings, cancellationToken);
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"'{package}' cannot be unpacked ({error.Message.TrimEnd('.')}): build the artifact with pipelines/scripts/build.sh.");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<IReadOnlyList<SettingFault>> AskAsync(string folder, IReadOnlyList<PlannedSetting> settings, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet", [Path.Combine(folder, Program), "check-settings"])
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // A setting of this machine is none of the app's.
        foreach (var name in start.Environment.Keys.Except(Kept, StringComparer.Ordinal).ToList())
        {
            start.Environment.Remove(name);
        }

        using var app = Process.Start(start)!;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var (output, errors) = (app.StandardOutput.ReadToEndAsync(patience.Token), app.StandardError.ReadToEndAsync(patience.Token));
            await app.StandardInput.WriteAsync(JsonSerializer.Serialize(settings.ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.Ordinal)).AsMemory(), patience.Token);
            app.StandardInput.Close();
            await app.WaitForExitAsync(patience.Token);
            return Read(await output) ?? throw new CommandFailure($"The app did not say whether its settings are right ({(await errors).Trim().Split('\n')[0].TrimEnd('.')}): run {Program} check-settings by hand.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandFailure($"The app did not say within {Patience.TotalSeconds} s whether its settings are right: run {Program} check-settings by hand.");
        }
        finally
        {
            if (!app.HasExited)
            {
                app.Kill(entireProcessTree: true);
            }
        }
    }

    private static List<SettingFault>? Read(string output)
    {
        try
        {
            return JsonSerializer.Deserialize<List<SettingFault>>(output, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

using System.Runtime.InteropServices;

namespace Tipstaff.Local.OutboxFolder;

/// <summary>Makes renames survive a loss of power, for which .NET has no call of its own.</summary>
internal static class DurableFolder
{
    private const int ReadOnly = 0;

    /// <summary>Writes the folder's own entries to disk; on Windows the file system sees to that itself.</summary>
    /// <exception cref="IOException">It could not.</exception>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = Open(folder, ReadOnly);
        var isFlushed = descriptor >= 0 && Synchronize(descriptor) == 0;
        var error = isFlushed ? 0 : Marshal.GetLastPInvokeError();
        if (descriptor >= 0)
        {
            _ = Close(descriptor);
        }

        if (!isFlushed)
        {
            throw new IOException($"Cannot write the folder's entries to disk: {Marshal.GetPInvokeErrorMessage(error)}.");
        }
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Synchronize(int descriptor);

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int Close(int descriptor);
}

using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Tipstaff.Local.Storage;

/// <summary>Chooses the SQLite to run on: the system's where it is newer than the bundled one, as it gets the system's fixes.</summary>
internal static class SqliteLibrary
{
    // What SQLitePCLRaw.lib.e_sqlite3 2.0.6 brings.
    private const int BundledVersion = 3_035_005;

    private static readonly string[] SystemNames =
        OperatingSystem.IsLinux() ? ["libsqlite3.so.0", "libsqlite3"]
        : OperatingSystem.IsMacOS() ? ["/usr/lib/libsqlite3.dylib"]
        : [];

    private static readonly Lazy<bool> Choice = new(Choose);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int NumberFunction();

    /// <summary>Makes the choice, the first time it is called; to be called before anything else of SQLite is.</summary>
    public static void Load() => _ = Choice.Value;

    private static bool Choose()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        Batteries_V2.Init();
        return true;
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        foreach (var systemName in name == "e_sqlite3" ? SystemNames : [])
        {
            if (NativeLibrary.TryLoad(systemName, out var library))
            {
                if (NumberOf(library, "sqlite3_libversion_number") > BundledVersion && NumberOf(library, "sqlite3_threadsafe") > 0)
                {
                    return library;
                }

                NativeLibrary.Free(library);
            }
        }

        return 0;
    }

    private static int NumberOf(nint library, string function) =>
        NativeLibrary.TryGetExport(library, function, out var address)
            ? Marshal.GetDelegateForFunctionPointer<NumberFunction>(address)()
            : 0;
}

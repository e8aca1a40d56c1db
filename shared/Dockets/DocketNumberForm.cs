namespace Tipstaff.Dockets;

/// <summary>How a docket number is put together. A court writes all of its numbers in one form, and a number in another names none of its dockets.</summary>
public enum DocketNumberForm
{
    /// <summary><c>24-10992</c></summary>
    Plain,

    /// <summary><c>1:24-cv-01234</c>, <c>2:24-bk-10992</c></summary>
    OfficeAndType,

    /// <summary><c>8-24-78584</c></summary>
    OfficeInFront,

    /// <summary><c>24-cv-01234</c>: people leave the office out; no court does.</summary>
    TypeOnly,

    /// <summary><c>MDL No. 2168</c></summary>
    Panel,
}

namespace Tipstaff.AzureHarness;

/// <summary>What a query asks of a row.</summary>
internal abstract record TableFilter
{
    private TableFilter()
    {
    }

    /// <summary>Whether a row fits.</summary>
    public abstract bool Fits(TableRow row);

    /// <summary>Every row.</summary>
    public sealed record Everything : TableFilter
    {
        public override bool Fits(TableRow row) => true;
    }

    /// <summary>Both.</summary>
    public sealed record And(TableFilter Left, TableFilter Right) : TableFilter
    {
        public override bool Fits(TableRow row) => Left.Fits(row) && Right.Fits(row);
    }

    /// <summary>Either.</summary>
    public sealed record Or(TableFilter Left, TableFilter Right) : TableFilter
    {
        public override bool Fits(TableRow row) => Left.Fits(row) || Right.Fits(row);
    }

    /// <summary>Not this.</summary>
    public sealed record Not(TableFilter Inner) : TableFilter
    {
        public override bool Fits(TableRow row) => !Inner.Fits(row);
    }

    /// <summary>A truth value of the row.</summary>
    public sealed record Truth(string Name) : TableFilter
    {
        public override bool Fits(TableRow row) => row.Values.GetValueOrDefault(Name) is true;
    }

    /// <summary>A value compared with a literal; a row without the value, or with one of another type, does not fit.</summary>
    /// <param name="Name">The value's name.</param>
    /// <param name="Operator"><c>eq</c>, <c>ne</c>, <c>gt</c>, <c>ge</c>, <c>lt</c> or <c>le</c>.</param>
    /// <param name="Literal">What it is compared with.</param>
    public sealed record Comparison(string Name, string Operator, object Literal) : TableFilter
    {
        public override bool Fits(TableRow row) => Order(Value(row), Literal) is { } order && Operator switch
        {
            "eq" => order == 0,
            "ne" => order != 0,
            "gt" => order > 0,
            "ge" => order >= 0,
            "lt" => order < 0,
            _ => order <= 0,
        };

        private object? Value(TableRow row) => Name switch
        {
            "PartitionKey" => row.PartitionKey,
            "RowKey" => row.RowKey,
            "Timestamp" => row.Timestamp,
            _ => row.Values.GetValueOrDefault(Name),
        };

        private static int? Order(object? value, object literal) => (value, literal) switch
        {
            (string left, string right) => string.CompareOrdinal(left, right),
            (bool left, bool right) => left.CompareTo(right),
            (DateTimeOffset left, DateTimeOffset right) => left.CompareTo(right),
            (Guid left, Guid right) => left.CompareTo(right),
            (byte[] left, byte[] right) => left.AsSpan().SequenceCompareTo(right),
            (int or long, int or long) => Whole(value).CompareTo(Whole(literal)),
            (int or long or double, int or long or double) => Real(value).CompareTo(Real(literal)),
            _ => null,
        };

        private static long Whole(object number) => number is int small ? small : (long)number;

        private static double Real(object number) => number is double real ? real : Whole(number);
    }
}

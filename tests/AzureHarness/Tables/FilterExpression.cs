using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.Serialization;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Tipstaff.AzureHarness;

/// <summary>Turns a condition in C# into a filter, as far as the SDK does.</summary>
internal static class FilterExpression
{
    public static string? Of(LambdaExpression condition)
    {
        var filter = Condition(condition.Body, condition.Parameters[0]);
        return filter == "true" ? null : filter;
    }

    private static string Condition(Expression expression, ParameterExpression row) => expression switch
    {
        BinaryExpression { NodeType: ExpressionType.AndAlso or ExpressionType.And } both =>
            $"({Condition(both.Left, row)}) and ({Condition(both.Right, row)})",
        BinaryExpression { NodeType: ExpressionType.OrElse or ExpressionType.Or } either =>
            $"({Condition(either.Left, row)}) or ({Condition(either.Right, row)})",
        UnaryExpression { NodeType: ExpressionType.Not } not => $"not ({Condition(not.Operand, row)})",
        BinaryExpression compared => Comparison(compared, row),
        MethodCallExpression { Method.Name: "Equals", Object: { } left, Arguments: [var right] } =>
            $"{Operand(left, row)} eq {Operand(right, row)}",
        MethodCallExpression { Method: { Name: "Equals", IsStatic: true }, Arguments: [var left, var right] } =>
            $"{Operand(left, row)} eq {Operand(right, row)}",
        _ => Operand(expression, row),
    };

    private static string Comparison(BinaryExpression compared, ParameterExpression row)
    {
        var word = compared.NodeType switch
        {
            ExpressionType.Equal => "eq",
            ExpressionType.NotEqual => "ne",
            ExpressionType.GreaterThan => "gt",
            ExpressionType.GreaterThanOrEqual => "ge",
            ExpressionType.LessThan => "lt",
            ExpressionType.LessThanOrEqual => "le",
            _ => throw Untranslatable(compared),
        };
        return compared.Left is MethodCallExpression { Method.ReturnType: var type } order && type == typeof(int) && Compared(order) is var (left, right)
            ? $"{Operand(left, row)} {word} {Operand(right, row)}"
            : $"{Operand(compared.Left, row)} {word} {Operand(compared.Right, row)}";
    }

    // string.Compare(row.RowKey, "a") >= 0; a StringComparison besides cannot be heeded, and the SDK throws.
    private static (Expression Left, Expression Right)? Compared(MethodCallExpression order) => order switch
    {
        { Method.Name: "Compare" or "CompareTo", Arguments: var arguments }
            when arguments.Any(argument => argument.Type == typeof(StringComparison)) => throw Untranslatable(order),
        { Method: { Name: "Compare", IsStatic: true }, Arguments: [var left, var right, ..] } => (left, right),
        { Method.Name: "CompareTo", Object: { } left, Arguments: [var right] } => (left, right),
        _ => null,
    };

    private static string Operand(Expression expression, ParameterExpression row) => expression switch
    {
        UnaryExpression { NodeType: ExpressionType.Convert } converted => Operand(converted.Operand, row),
        MemberExpression { Member.Name: "Value", Expression: MemberExpression nullable } when Nullable.GetUnderlyingType(nullable.Type) is not null =>
            Operand(nullable, row),
        MemberExpression { Member: PropertyInfo property } member when member.Expression == row =>
            property.GetCustomAttribute<DataMemberAttribute>()?.Name ?? (row.Type == typeof(TableItem) ? "TableName" : property.Name),
        MethodCallExpression { Object: var target, Arguments: [var name], Method.Name: var method } call
            when target == row && target.Type == typeof(TableEntity) && (method == "get_Item" || method.StartsWith("Get", StringComparison.Ordinal)) =>
            (string)Value(name, call)!,
        _ => FilterLiteral.Of(Value(expression, expression)),
    };

    private static object? Value(Expression? expression, Expression whole) => expression switch
    {
        null => null,
        ConstantExpression constant => constant.Value,
        MemberExpression { Member: FieldInfo field } member => field.GetValue(Value(member.Expression, whole)),
        MemberExpression { Member: PropertyInfo property } member => property.GetValue(Value(member.Expression, whole)),
        UnaryExpression { NodeType: ExpressionType.Convert, Operand: var operand, Method: null } converted
            when !converted.Type.IsValueType || Nullable.GetUnderlyingType(converted.Type) == operand.Type => Value(operand, whole),
        _ when RowFinder.IsIn(expression) => throw Untranslatable(whole),
        _ => Expression.Lambda(expression).Compile(preferInterpretation: true).DynamicInvoke(),
    };

    private static NotSupportedException Untranslatable(Expression expression) =>
        new($"The expression {expression} is not supported.");

    private sealed class RowFinder : ExpressionVisitor
    {
        private bool _found;

        public static bool IsIn(Expression expression)
        {
            var finder = new RowFinder();
            finder.Visit(expression);
            return finder._found;
        }

        protected override Expression VisitParameter(ParameterExpression node)
        {
            _found = true;
            return node;
        }
    }
}

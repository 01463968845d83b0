{#-
    An e-mail address as it was meant, for matching only: "ada at pub.example" and "ada@@pub.example" are both
    ada@pub.example. NULL for what is no address even then.
-#}
{%- macro mended_email(email) -%}
    {%- set mended = "replace(replace(lower(trim(" ~ email ~ ")), ' at ', '@'), '@@', '@')" -%}
    case when {{ is_email_address(mended) }} then {{ mended }} end
{%- endmacro -%}

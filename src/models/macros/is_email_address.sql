{#- Whether a text has the form of one e-mail address: name, one @, a domain with a dot. NULL stays NULL. -#}
{%- macro is_email_address(email) -%}
    regexp_full_match({{ email }}, '[^@\s]+@[^@\s]+\.[^@\s.]+')
{%- endmacro -%}

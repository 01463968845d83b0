{% test a_very_long_name_of_a_generic_test_that_will_be_cut(model, column_name, some_argument, other_argument) %}select * from {{ model }} where false{% endtest %}

-- Grain: one row per parameter of the match model in use.
{{ config(materialized='view') }}
with

parameters as (

    select * from {{ ref('match_model_parameters') }}

),

active_parameters as (

    select * from parameters
    where model_version = {{ text_literal(var('match_model_version')) }}

)

select * from active_parameters

{#
    One row per name and role (first, last, org, whole). Each name is read as a person's name
    (person_form, without titles, particles and suffixes) and as a company's (organisation_form,
    without legal form); names_organisation shows which of them it is.

    A suffix such as Jr. is moved to the column generation, because it distinguishes father and son.
    A listed word that is also a personal name (`as_name`) is dropped only where it cannot be one:
    Van in Jan van Dam, but not in Van Morrison. A name without listed words is not rebuilt from its
    words, which saves time.

    Arguments:
        names           value, role
        words           output of split_words over the distinct names
        legal_suffixes  suffix, kind, as_name
        first_names     name

    Example:
        {{ name_forms('name_values', 'name_words', ref('legal_suffixes'), ref('first_names')) }}
#}
{% macro name_forms(names, words, legal_suffixes, first_names) -%}
    with

    listed_names as (
        select words.value
        from {{ words }} as words
        inner join {{ legal_suffixes }} as suffixes on words.word = suffixes.suffix
        group by words.value
    ),

    words_in_context as (
        {{ words_in_context(names, words, legal_suffixes, first_names) }}
    ),

    flagged_words as (
        {{ flagged_words('words_in_context') }}
    ),

    read_words as (
        {{ read_words('flagged_words') }}
    ),

    joined_words as (
        select
            value,
            role,
            coalesce({{ join_words('organisation_word', 'position') }}, value)
                as organisation_form,
            coalesce({{ join_words('person_word', 'position') }}, value) as person_form,
            max(generation_word) as generation,
            {{ abbreviated_legal_form(join_words('legal_word', 'position')) }} as legal_form,
            case when min(salutation_word) = max(salutation_word) then min(salutation_word) end
                as salutation,
            {{ names_organisation() }} as names_organisation,
            min(case when kind in ('title', 'degree', 'generation') then 1 else 0 end) as is_affix,
        from read_words
        group by value, role
    )

    select
        value,
        role,
        organisation_form,
        person_form,
        generation,
        nullif(legal_form, '') as legal_form,
        salutation,
        names_organisation,
        is_affix,
    from joined_words
    union all
    select
        value,
        role,
        value as organisation_form,
        value as person_form,
        null as generation,
        null as legal_form,
        null as salutation,
        0 as names_organisation,
        0 as is_affix,
    from {{ names }}
    where value not in (select value from listed_names)
{%- endmacro %}

{#
    The words of the names that have a listed word: position, kind, the kind of the next word, and
    whether the word is a first name.
#}
{% macro words_in_context(names, words, legal_suffixes, first_names) -%}
    select
        names.value,
        names.role,
        words.word,
        words.position,
        coalesce(suffixes.kind, 'none') as kind,
        coalesce(suffixes.as_name, '') as as_name,
        first_names.name is not null as is_first_name,
        length(names.value) - length(replace(names.value, ' ', '')) + 1 as word_count,
        coalesce(next_suffixes.kind, 'none') as next_kind,
        words.position = 1 or coalesce(suffixes_before.kind = 'title', false) as is_leading,
    from {{ words }} as words
    inner join {{ names }} as names on words.value = names.value
    left join {{ legal_suffixes }} as suffixes on words.word = suffixes.suffix
    left join {{ legal_suffixes }} as next_suffixes
        on case when suffixes.kind = 'particle'
            then split_part(words.value, ' ', cast(words.position + 1 as integer))
        end = next_suffixes.suffix
    left join {{ legal_suffixes }} as suffixes_before
        on case when suffixes.kind = 'title' and words.position > 1
            then split_part(words.value, ' ', cast(words.position - 1 as integer))
        end = suffixes_before.suffix
    left join {{ first_names }} as first_names on words.word = first_names.name
    where words.value in (select value from listed_names)
{%- endmacro %}

{#
    The output of words_in_context with is_dropped: whether the person's name in this role omits the
    word.
#}
{% macro flagged_words(words_in_context) -%}
    {%- set is_last = "position = word_count" -%}
    {%- set is_inner = "position > 1 and position < word_count" -%}
    {%- set has_more = "word_count - position >= " -%}
    {%- set is_title -%}
        ((kind = 'title' and as_name = '') or (word = 'SR' and position = 1 and word_count > 1))
    {%- endset -%}
    {%- set is_particle -%}
        ((kind = 'particle' and as_name = '' and position < word_count
            and (position > 1 or word_count > 2))
        or (kind = 'particle' and as_name <> '' and {{ is_inner }})
        or (as_name = 'particle' and {{ is_inner }})
        or (kind = 'particle' and position = 1 and word_count > 2
            and next_kind in ('particle', 'connective')))
    {%- endset -%}
    {%- set is_degree = "(kind = 'degree' and position > 1)" -%}
    {%- set is_suffix = "(kind = 'generation' and as_name = '' and position > 1)" -%}
    select
        *,
        case role
            when 'first' then {{ is_title }} or {{ is_degree }} or {{ is_suffix }}
                or (kind = 'title' and is_leading and {{ has_more }} 1)
                or (kind = 'particle' and position > 1)
            when 'last' then {{ is_title }} or {{ is_degree }}
                or (kind = 'particle' and position < word_count)
                or (as_name = 'particle' and position < word_count)
                or (kind = 'generation' and position > 1)
            else {{ is_title }} or {{ is_degree }} or {{ is_suffix }} or {{ is_particle }}
                or (kind = 'title' and is_leading and {{ has_more }} 2)
                or (kind = 'generation' and {{ is_last }} and word_count > 2)
        end as is_dropped,
        kind = 'generation' and position > 1
        and (as_name = '' or {{ is_last }}) as is_generation,
    from {{ words_in_context }}
{%- endmacro %}

{# The output of flagged_words with a column per form that a word can be part of. #}
{% macro read_words(flagged_words) -%}
    select
        value, role, position, word_count, kind, as_name, is_first_name,
        case when kind not in ('legal', 'connective') then word end as organisation_word,
        case when not is_dropped then word end as person_word,
        case when is_generation then case word
            when 'JUNIOR' then 'JR' when 'JNR' then 'JR' when 'SENIOR' then 'SR'
            when 'SNR' then 'SR' when '2ND' then 'II' when '3RD' then 'III' when '4TH' then 'IV'
            when '5TH' then 'V' else word
        end end as generation_word,
        {{ legal_word() }} as legal_word,
        {{ salutation_word() }} as salutation_word,
        kind = 'indicator' or (kind = 'legal' and (as_name = '' or position > 1))
            as is_company_word,
    from {{ flagged_words }}
{%- endmacro %}

{# A word of a legal form as it is abbreviated: LTD for Limited. #}
{% macro legal_word() -%}
    {%- set words = {
        'LIMITED': 'LTD', 'INCORPORATED': 'INC', 'CORPORATION': 'CORP', 'COMPANY': 'CO',
        'PRIVATE': 'PVT', 'AKTIENGESELLSCHAFT': 'AG', 'AKTIEBOLAG': 'AB', 'OSAKEYHTIO': 'OY',
        'KOMMANDITGESELLSCHAFT': 'KG', 'ANPARTSSELSKAB': 'APS', 'AKTIESELSKAB': 'AS',
        'BERHAD': 'BHD', 'SPOLKA': 'SP', 'HAFTUNG': 'MBH', 'LIMITADA': 'LDA', 'LTDA': 'LDA',
        'SIRKETI': 'STI',
    } -%}
    case when kind = 'legal'
        and (position > 1 or as_name = '' or (word = 'AO' and role = 'org')) then case word
        {%- for name, short in words.items() %}
        when '{{ name }}' then '{{ short }}' {%- endfor %}
        else word end end
{%- endmacro %}

{# The words of a legal form as it is abbreviated: GMBH for Gesellschaft mbH; empty if none. #}
{% macro abbreviated_legal_form(legal_words) -%}
    {%- set forms = {
        'GESELLSCHAFT MBH': 'GMBH', 'SA RL': 'SARL', 'LTD LIABILITY CO': 'LLC', 'CO LTD': 'LTD',
        'LTD LIABILITY PARTNERSHIP': 'LLP', 'LTD PARTNERSHIP': 'LP', 'LTD CO': 'PLC',
        'SOCIEDAD LDA': 'SL', 'SOCIEDAD ANONIMA': 'SA', 'SOCIETE ANONYME': 'SA',
        'SOCIETA RESPONSABILITA LIMITATA': 'SRL', 'SOCIETA AZIONI': 'SPA',
        'BESLOTEN VENNOOTSCHAP': 'BV', 'NAAMLOZE VENNOOTSCHAP': 'NV',
        'SP OO': 'SPZOO', 'KABUSHIKI KAISHA': 'KK', 'GODO KAISHA': 'GK', 'PVT LTD': 'LTD',
        'PTE LTD': 'LTD', 'PTY LTD': 'LTD', 'UG HAFTUNGSBESCHRAENKT': 'UG',
        'EINGETRAGENER VEREIN': 'EV', 'EINGETRAGENER': 'EK',
        'SP OGRANICZONA ODPOWIEDZIALNOSCIA': 'SPZOO',
        'SOCIETE RESPONSABILITE LIMITEE': 'SARL', 'SOCIETE SIMPLIFIEE': 'SAS',
        'OBSHCHESTVO OGRANICHENNOI OTVETSTVENNOSTYU': 'OOO',
        'AKTSIONERNOE OBSHCHESTVO': 'AO', 'DRUSTVO OGRANICENOM ODGOVORNOSCU': 'DOO',
        'DIONICKO DRUSTVO': 'DD', 'ANONIM STI': 'AS', 'AKCIOVA SPOLECNOST': 'AS',
        'SPOLECNOST RUCENIM OMEZENYM': 'SRO', 'SPOLOCNOST RUCENIM OBMEDZENYM': 'SRO',
        'KORLATOLT FELELOSSEGU TARSASAG': 'KFT', 'SOCIEDADE ANONIMA': 'SA',
        'SOCIEDADE LDA': 'LDA', 'SOCIETATE RASPUNDERE LIMITATA': 'SRL',
    } -%}
    {%- set form = namespace(text=legal_words) -%}
    {%- for name, short in forms.items() -%}
        {%- set form.text = "replace(" ~ form.text ~ ", '" ~ name ~ "', '" ~ short ~ "')" -%}
    {%- endfor -%}
    {#- These words mean company, whatever the legal form: Société Falk S.A., Ets Falk. -#}
    {%- for name in ['ETABLISSEMENTS', 'ETS', 'SOCIEDAD', 'SOCIETA', 'SOCIETE', 'STE'] -%}
        {%- set form.text = "replace(" ~ form.text ~ ", '" ~ name ~ "', '')" -%}
    {%- endfor -%}
    trim({{ form.text }})
{%- endmacro %}

{# MR if a word is a man's title, MS if a woman's. A name with both has neither. #}
{% macro salutation_word() -%}
    {%- set words = {
        'MR': 'MR MISTER SIR HERR HERRN HR DHR HEER MONSIEUR SIG SIGNOR SIGNORE SENOR PAN GOSPODIN '
            ~ 'BAPAK BARON BAY BPK DOMNUL DON DOTTORE ENCIK FREIHERR GDIN GRAF HERRA KUNGS KYRIOS '
            ~ 'LORD PONAS PRINCE SHRI TUAN',
        'MS': 'MS MRS MISS LADY FRAU FRL FRAEULEIN MEVR MEVROUW MW MME MADAME MLLE SIGRA SIGNORA '
            ~ 'SIGNORINA SRA SRTA SENORA SENORITA PANI PANNA GOSPODJA GOSPOZHA FRU FRK FROEKEN '
            ~ 'BARONESS BAYAN COUNTESS DAME DNA DOAMNA DOMNISOARA DONA DOTTORESSA DRA FREIFRAU '
            ~ 'FROKEN GDA GDJA GRAEFIN IBU KUNDZE KYRIA MADAM MEJUFFROUW NEITI NYONYA PONIA '
            ~ 'PRINCESS PROUA PUAN ROUVA SHRIMATI SLECNA SMT',
    } -%}
    case
        {%- for salutation, listed in words.items() %}
        when is_dropped and kind = 'title' and word in ('{{ listed.split() | join("', '") }}')
            then '{{ salutation }}'
        {%- endfor %}
        when is_dropped and word = 'SR' and position = 1 then 'MR'
    end
{%- endmacro %}

{#
    Whether a name is a company's, 1 or 0. It is if it has a legal form or another company word. A
    single company word that is also a personal name does not count in a name of two or three words
    if one of the others is a first name, nor, if it is a usual one, in a name of at most two words
    (Tyrone Power).
#}
{% macro names_organisation() -%}
    {%- set is_person = "max(word_count) <= 3"
        ~ " and max(case when is_first_name and not is_company_word then 1 else 0 end) = 1" -%}
    case
        when max(case when is_company_word and as_name = '' then 1 else 0 end) = 1 then 1
        when sum(case when is_company_word then 1 else 0 end) <> 1
            then max(case when is_company_word then 1 else 0 end)
        when {{ is_person }} and max(word_count) > 1 then 0
        when max(case when is_company_word and as_name = 'usual' then 1 else 0 end) = 1
            and max(word_count) <= 2 then 0
        else 1
    end
{%- endmacro %}

{#
    Whether each record is a person or an organisation, and its name columns accordingly.

    A record is an organisation if it has a company name, if its full name is a company's, or if it
    has no first name and its last name is a company's. In other full names, the last name is the
    last word, or everything before a comma. In East Asian script, in Vietnamese, and before a final
    initial (Metcalfe Mark F.), it is the first word, except that a known first name before a final
    initial stays the first name.
#}
{% macro decide_party_kind(relation, name_forms, first_names) -%}
    {%- set is_initial_last = "(ends_with_initial and (first_names.name is null"
        ~ " or words like '% _ _'))" -%}
    with

    with_forms as (
        {{ add_name_forms(relation, name_forms) }}
    ),

    with_words as (
        select
            *,
            {{ ends_with_initial('words') }} as ends_with_initial,
            {{ is_east_asian('words') }} as is_east_asian,
            {{ is_vietnamese('whole_name') }} as is_vietnamese,
            {{ without_honorific('words') }} as bare_words,
            split_part(words, ' ', 1) as first_word,
            split_part(words, ' ', -1) as last_word,
        from with_forms
    )

    select
        version_id, record_id, known_from, known_to, source,
        case
            when is_organisation then 'ORGANISATION'
            when coalesce(first_name, last_name, whole_name) is not null then 'PERSON'
        end as party_kind,
        case when not is_organisation then coalesce(
            first_form,
            comma_first_form,
            case when {{ is_initial_last }} then {{ after_first_word('words') }} end,
            {{ first_names_of_words() }}
        ) end as first_name,
        case when not is_organisation then coalesce(
            last_form,
            comma_last_form,
            case when {{ is_initial_last }} then first_word end,
            {{ last_name_of_words() }}
        ) end as last_name,
        case when is_organisation then organisation_form end as org_name,
        case when is_organisation then legal_form end as legal_form,
        case when not is_organisation then generation end as generation,
        case when not is_organisation then salutation end as salutation,
        email, phone, address, city, postcode, country, birth_date, national_id,
    from with_words
    left join {{ first_names }} as first_names
        on case when ends_with_initial then first_word end = first_names.name
{%- endmacro %}

{# Records with the forms of each of their names, and whether they are an organisation. #}
{% macro add_name_forms(relation, name_forms) -%}
    {%- set has_comma = "(comma_lasts.value is not null and comma_firsts.is_affix = 0)" -%}
    select
        records.*,
        coalesce(
            records.org_name is not null or whole.names_organisation = 1
            or (records.first_name is null and lasts.names_organisation = 1),
            false
        ) as is_organisation,
        firsts.person_form as first_form,
        lasts.person_form as last_form,
        whole.person_form as words,
        case when {{ has_comma }} then comma_firsts.person_form end as comma_first_form,
        case when {{ has_comma }} then comma_lasts.person_form end as comma_last_form,
        coalesce(
            orgs.organisation_form, whole.organisation_form, lasts.organisation_form
        ) as organisation_form,
        coalesce(orgs.legal_form, whole.legal_form, lasts.legal_form) as legal_form,
        coalesce(
            lasts.generation, firsts.generation, comma_lasts.generation, whole.generation
        ) as generation,
        coalesce(
            firsts.salutation, lasts.salutation, comma_firsts.salutation, comma_lasts.salutation,
            whole.salutation
        ) as salutation,
    from {{ relation }} as records
    left join {{ name_forms }} as firsts
        on records.first_name = firsts.value and firsts.role = 'first'
    left join {{ name_forms }} as lasts
        on records.last_name = lasts.value and lasts.role = 'last'
    left join {{ name_forms }} as orgs
        on records.org_name = orgs.value and orgs.role = 'org'
    left join {{ name_forms }} as whole
        on records.whole_name = whole.value and whole.role = 'whole'
    left join {{ name_forms }} as comma_firsts
        on records.comma_first_name = comma_firsts.value and comma_firsts.role = 'first'
    left join {{ name_forms }} as comma_lasts
        on records.comma_last_name = comma_lasts.value and comma_lasts.role = 'last'
{%- endmacro %}

{# Whether a name of three or more words ends with an initial, such as Metcalfe Mark F. #}
{% macro ends_with_initial(words) -%}
    ({{ words }} like '% % _' and {{ words }} not like '% _ _ _')
{%- endmacro %}

{# The words of a name after the first one. #}
{% macro after_first_word(words) -%}
    substr({{ words }}, position(' ' in {{ words }}) + 1)
{%- endmacro %}

{# Whether a full name is in East Asian script, where the family name comes first. #}
{% macro is_east_asian(words) -%}
    left({{ words }}, 1) between '{{ '\u3041' }}' and '{{ '\ud7a3' }}'
{%- endmacro %}

{# Whether a full name of three or more words begins with a common Vietnamese family name. #}
{% macro is_vietnamese(words) -%}
    (
        {{ words }} like '% % %'
        and split_part({{ words }}, ' ', 1) in (
            'NGUYEN', 'TRAN', 'PHAM', 'HUYNH', 'HOANG', 'PHAN', 'VU', 'VO', 'DANG', 'BUI', 'NGO',
            'DUONG'
        )
    )
{%- endmacro %}

{#
    The first names of a whole name, from the columns of with_words in decide_party_kind; of an East
    Asian name without spaces all but one character.
#}
{% macro first_names_of_words() -%}
    case
        when (is_vietnamese and words like '% %') or (is_east_asian and bare_words like '% %')
            then {{ after_first_word('bare_words') }}
        when is_east_asian and length(bare_words) between 2 and 4 then substr(bare_words, 2)
        when words like '% %' then trim(left(words, length(words) - length(last_word)))
    end
{%- endmacro %}

{# The last name of a whole name; see first_names_of_words. #}
{% macro last_name_of_words() -%}
    case
        when (is_vietnamese and words like '% %') or (is_east_asian and bare_words like '% %')
            then first_word
        when is_east_asian and length(bare_words) between 2 and 4 then left(bare_words, 1)
        else last_word
    end
{%- endmacro %}

{# A name without the honorific that follows one in East Asian script. #}
{% macro without_honorific(words) -%}
    case
        when {{ is_ascii(words) }} then {{ words }}
        else {{ replace_pattern(words, ' ?(さん|サン|様|先生|殿|씨|님)$', '') }}
    end
{%- endmacro %}

{#
    Records with first_root, the formal first name behind a nickname (Robert for Bob); last_root,
    the same for the last name, in case the two are swapped; and unsorted_name, the full name in its
    original word order.
#}
{% macro add_name_keys(relation, nicknames) -%}
    select
        records.*,
        coalesce(nicknames.canonical, split_part(records.first_name, ' ', 1)) as first_root,
        coalesce(last_nicknames.canonical, split_part(records.last_name, ' ', 1)) as last_root,
        case
            when records.org_name is not null then records.org_name
            when records.first_name is null then records.last_name
            when records.last_name is null then records.first_name
            else records.first_name || ' ' || records.last_name
        end as unsorted_name,
    from {{ relation }} as records
    left join {{ nicknames }} as nicknames
        on split_part(records.first_name, ' ', 1) = nicknames.name
    left join {{ nicknames }} as last_nicknames
        on split_part(records.last_name, ' ', 1) = last_nicknames.name
{%- endmacro %}

{# One row per address: the address with abbreviations expanded, its street and its house number. #}
{% macro address_forms(words, street_abbreviations) -%}
    {%- set word = "coalesce(abbreviations.word, words.word)" -%}
    {%- set is_number = "left(words.word, 1) between '0' and '9'" -%}
    select
        words.value,
        {{ join_words(word, 'words.position') }} as address,
        {{ join_words("case when not " ~ is_number ~ " then " ~ word ~ " end", 'words.position') }}
            as street,
        substr(
            min(case
                when {{ is_number }}
                    then lpad(cast(words.position as varchar), 3, '0') || words.word
            end),
            4
        ) as house_number,
    from {{ words }} as words
    left join {{ street_abbreviations }} as abbreviations on words.word = abbreviations.abbreviation
    group by words.value
{%- endmacro %}

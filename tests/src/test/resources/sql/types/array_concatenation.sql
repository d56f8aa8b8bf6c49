-- Arrays of one dimension less and more, whose bounds have to fit as well (found by the fuzzer, seed 1022).
select '[0:1]={7,3}'::integer[] || '{{1,2},{3,4}}'::integer[];
select '{{1,2},{3,4}}'::integer[] || '[0:1]={7,3}'::integer[];
select '{{1,2},{3,4}}'::integer[] || '[0:0][0:1]={{7,3}}'::integer[];
select '{{1,2},{3,4}}'::integer[] || '[0:0][1:2]={{7,3}}'::integer[];
select '{1,2}'::integer[] || '[1:1][0:1]={{7,3}}'::integer[];
select '{1,2}'::integer[] || '[0:0][1:2]={{7,3}}'::integer[];
select '[0:0][1:2]={{7,3}}'::integer[] || '{1,2}'::integer[];
select '[5:6]={7,3}'::integer[] || '{1,2}'::integer[];

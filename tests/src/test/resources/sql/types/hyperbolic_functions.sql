-- Inverse hyperbolic functions of numbers whose squares are too large (found by the fuzzer among declared functions).
select acosh('1e200'), acosh(1e160), acosh(2), acosh(1), acosh('infinity'), acosh('nan');
select asinh('1e200'), asinh(-1e160), asinh(2), asinh(0), asinh('-infinity'), asinh('nan');


using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'lsagent' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'lsagent'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'lsagent' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The settings')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Answers in JSON')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Looks at everything that has to work for an answer, step by step')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'May this user run this product? Without a user: is a license activated on this device?')
            [CompletionResult]::new('licenses', 'licenses', [CompletionResultType]::ParameterValue, 'The licenses of a user, or the one that is activated on this device')
            [CompletionResult]::new('users', 'users', [CompletionResultType]::ParameterValue, 'The users of a customer''s licenses')
            [CompletionResult]::new('activate', 'activate', [CompletionResultType]::ParameterValue, 'Takes a license into use on this device: by a user''s sign-in, or by a license key')
            [CompletionResult]::new('deactivate', 'deactivate', [CompletionResultType]::ParameterValue, 'Gives up the license that is activated on this device')
            [CompletionResult]::new('seat', 'seat', [CompletionResultType]::ParameterValue, 'Holds a seat of what floats until the standard input ends')
            [CompletionResult]::new('balance', 'balance', [CompletionResultType]::ParameterValue, 'What was consumed of the license that is activated on this device, or of a feature')
            [CompletionResult]::new('store', 'store', [CompletionResultType]::ParameterValue, 'What is stored on this device')
            break
        }
        'lsagent;doctor' {
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Also tries the sign-in of this user')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'The password is the first line of this file; - is the standard input')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'For all steps together')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The settings')
            [CompletionResult]::new('--remembered', '--remembered', [CompletionResultType]::ParameterName, 'As a user who has signed in here before, without a password')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Shows the details of each step')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Shows the details of each step')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Answers in JSON')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'lsagent;check' {
            [CompletionResult]::new('--feature', '--feature', [CompletionResultType]::ParameterName, 'A feature of the product')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user; without one the license that is activated on this device')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'The password is the first line of this file; - is the standard input')
            [CompletionResult]::new('--policy', '--policy', [CompletionResultType]::ParameterName, 'Whether the server or the store answers')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The settings')
            [CompletionResult]::new('--remembered', '--remembered', [CompletionResultType]::ParameterName, 'As a user who has signed in here before, without a password')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Answers in JSON')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'lsagent;licenses' {
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user; without one the license that is activated on this device')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'The password is the first line of this file; - is the standard input')
            [CompletionResult]::new('--policy', '--policy', [CompletionResultType]::ParameterName, 'Whether the server or the store answers')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The settings')
            [CompletionResult]::new('--remembered', '--remembered', [CompletionResultType]::ParameterName, 'As a user who has signed in here before, without a password')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Answers in JSON')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'lsagent;users' {
            [CompletionResult]::new('--customer', '--customer', [CompletionResultType]::ParameterName, 'The customer')
            [CompletionResult]::new('--policy', '--policy', [CompletionResultType]::ParameterName, 'Whether the server or the store answers')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The settings')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Answers in JSON')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'lsagent;activate' {
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user; without one a license key is asked for')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'The password is the first line of this file; - is the standard input')
            [CompletionResult]::new('--license-key-file', '--license-key-file', [CompletionResultType]::ParameterName, 'The license key is the first line of this file; - is the standard input')
            [CompletionResult]::new('--license-id', '--license-id', [CompletionResultType]::ParameterName, 'Which license, where the user has several')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The settings')
            [CompletionResult]::new('--remembered', '--remembered', [CompletionResultType]::ParameterName, 'As a user who has signed in here before, without a password')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Answers in JSON')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'lsagent;deactivate' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The settings')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Answers in JSON')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'lsagent;seat' {
            [CompletionResult]::new('--feature', '--feature', [CompletionResultType]::ParameterName, 'A feature of the product')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The settings')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Answers in JSON')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'lsagent;balance' {
            [CompletionResult]::new('--feature', '--feature', [CompletionResultType]::ParameterName, 'A feature of the product')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The settings')
            [CompletionResult]::new('--sync', '--sync', [CompletionResultType]::ParameterName, 'Sends what is unsent first')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Answers in JSON')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'lsagent;store' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The settings')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Answers in JSON')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Lists the files of the store, without asking the network')
            [CompletionResult]::new('forget', 'forget', [CompletionResultType]::ParameterValue, 'Removes what is stored of a user, or of all; an activated license stays')
            break
        }
        'lsagent;store;list' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The settings')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Answers in JSON')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'lsagent;store;forget' {
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The settings')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Of all users')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Answers in JSON')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}

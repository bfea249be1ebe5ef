# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_lsagent_global_optspecs
    string join \n config= json h/help V/version
end

function __fish_lsagent_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_lsagent_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_lsagent_using_subcommand
    set -l cmd (__fish_lsagent_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c lsagent -n "__fish_lsagent_needs_command" -l config -d 'The settings' -r -F
complete -c lsagent -n "__fish_lsagent_needs_command" -l json -d 'Answers in JSON'
complete -c lsagent -n "__fish_lsagent_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lsagent -n "__fish_lsagent_needs_command" -s V -l version -d 'Print version'
complete -c lsagent -n "__fish_lsagent_needs_command" -f -a "doctor" -d 'Looks at everything that has to work for an answer, step by step'
complete -c lsagent -n "__fish_lsagent_needs_command" -f -a "check" -d 'May this user run this product? Without a user: is a license activated on this device?'
complete -c lsagent -n "__fish_lsagent_needs_command" -f -a "licenses" -d 'The licenses of a user, or the one that is activated on this device'
complete -c lsagent -n "__fish_lsagent_needs_command" -f -a "users" -d 'The users of a customer\'s licenses'
complete -c lsagent -n "__fish_lsagent_needs_command" -f -a "activate" -d 'Takes a license into use on this device: by a user\'s sign-in, or by a license key'
complete -c lsagent -n "__fish_lsagent_needs_command" -f -a "deactivate" -d 'Gives up the license that is activated on this device'
complete -c lsagent -n "__fish_lsagent_needs_command" -f -a "seat" -d 'Holds a seat of what floats until the standard input ends'
complete -c lsagent -n "__fish_lsagent_needs_command" -f -a "balance" -d 'What was consumed of the license that is activated on this device, or of a feature'
complete -c lsagent -n "__fish_lsagent_needs_command" -f -a "store" -d 'What is stored on this device'
complete -c lsagent -n "__fish_lsagent_using_subcommand doctor" -l user -d 'Also tries the sign-in of this user' -r -f
complete -c lsagent -n "__fish_lsagent_using_subcommand doctor" -l password-file -d 'The password is the first line of this file; - is the standard input' -r -F
complete -c lsagent -n "__fish_lsagent_using_subcommand doctor" -l timeout -d 'For all steps together' -r
complete -c lsagent -n "__fish_lsagent_using_subcommand doctor" -l config -d 'The settings' -r -F
complete -c lsagent -n "__fish_lsagent_using_subcommand doctor" -l remembered -d 'As a user who has signed in here before, without a password'
complete -c lsagent -n "__fish_lsagent_using_subcommand doctor" -s v -l verbose -d 'Shows the details of each step'
complete -c lsagent -n "__fish_lsagent_using_subcommand doctor" -l json -d 'Answers in JSON'
complete -c lsagent -n "__fish_lsagent_using_subcommand doctor" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lsagent -n "__fish_lsagent_using_subcommand check" -l feature -d 'A feature of the product' -r
complete -c lsagent -n "__fish_lsagent_using_subcommand check" -l user -d 'The user; without one the license that is activated on this device' -r -f
complete -c lsagent -n "__fish_lsagent_using_subcommand check" -l password-file -d 'The password is the first line of this file; - is the standard input' -r -F
complete -c lsagent -n "__fish_lsagent_using_subcommand check" -l policy -d 'Whether the server or the store answers' -r -f -a "network-first\t''
cache-first\t''
network-only\t''
cache-only\t''"
complete -c lsagent -n "__fish_lsagent_using_subcommand check" -l config -d 'The settings' -r -F
complete -c lsagent -n "__fish_lsagent_using_subcommand check" -l remembered -d 'As a user who has signed in here before, without a password'
complete -c lsagent -n "__fish_lsagent_using_subcommand check" -l json -d 'Answers in JSON'
complete -c lsagent -n "__fish_lsagent_using_subcommand check" -s h -l help -d 'Print help'
complete -c lsagent -n "__fish_lsagent_using_subcommand licenses" -l user -d 'The user; without one the license that is activated on this device' -r -f
complete -c lsagent -n "__fish_lsagent_using_subcommand licenses" -l password-file -d 'The password is the first line of this file; - is the standard input' -r -F
complete -c lsagent -n "__fish_lsagent_using_subcommand licenses" -l policy -d 'Whether the server or the store answers' -r -f -a "network-first\t''
cache-first\t''
network-only\t''
cache-only\t''"
complete -c lsagent -n "__fish_lsagent_using_subcommand licenses" -l config -d 'The settings' -r -F
complete -c lsagent -n "__fish_lsagent_using_subcommand licenses" -l remembered -d 'As a user who has signed in here before, without a password'
complete -c lsagent -n "__fish_lsagent_using_subcommand licenses" -l json -d 'Answers in JSON'
complete -c lsagent -n "__fish_lsagent_using_subcommand licenses" -s h -l help -d 'Print help'
complete -c lsagent -n "__fish_lsagent_using_subcommand users" -l customer -d 'The customer' -r -f
complete -c lsagent -n "__fish_lsagent_using_subcommand users" -l policy -d 'Whether the server or the store answers' -r -f -a "network-first\t''
cache-first\t''
network-only\t''
cache-only\t''"
complete -c lsagent -n "__fish_lsagent_using_subcommand users" -l config -d 'The settings' -r -F
complete -c lsagent -n "__fish_lsagent_using_subcommand users" -l json -d 'Answers in JSON'
complete -c lsagent -n "__fish_lsagent_using_subcommand users" -s h -l help -d 'Print help'
complete -c lsagent -n "__fish_lsagent_using_subcommand activate" -l user -d 'The user; without one a license key is asked for' -r -f
complete -c lsagent -n "__fish_lsagent_using_subcommand activate" -l password-file -d 'The password is the first line of this file; - is the standard input' -r -F
complete -c lsagent -n "__fish_lsagent_using_subcommand activate" -l license-key-file -d 'The license key is the first line of this file; - is the standard input' -r -F
complete -c lsagent -n "__fish_lsagent_using_subcommand activate" -l license-id -d 'Which license, where the user has several' -r
complete -c lsagent -n "__fish_lsagent_using_subcommand activate" -l config -d 'The settings' -r -F
complete -c lsagent -n "__fish_lsagent_using_subcommand activate" -l remembered -d 'As a user who has signed in here before, without a password'
complete -c lsagent -n "__fish_lsagent_using_subcommand activate" -l json -d 'Answers in JSON'
complete -c lsagent -n "__fish_lsagent_using_subcommand activate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lsagent -n "__fish_lsagent_using_subcommand deactivate" -l config -d 'The settings' -r -F
complete -c lsagent -n "__fish_lsagent_using_subcommand deactivate" -l json -d 'Answers in JSON'
complete -c lsagent -n "__fish_lsagent_using_subcommand deactivate" -s h -l help -d 'Print help'
complete -c lsagent -n "__fish_lsagent_using_subcommand seat" -l feature -d 'A feature of the product' -r
complete -c lsagent -n "__fish_lsagent_using_subcommand seat" -l config -d 'The settings' -r -F
complete -c lsagent -n "__fish_lsagent_using_subcommand seat" -l json -d 'Answers in JSON'
complete -c lsagent -n "__fish_lsagent_using_subcommand seat" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lsagent -n "__fish_lsagent_using_subcommand balance" -l feature -d 'A feature of the product' -r
complete -c lsagent -n "__fish_lsagent_using_subcommand balance" -l config -d 'The settings' -r -F
complete -c lsagent -n "__fish_lsagent_using_subcommand balance" -l sync -d 'Sends what is unsent first'
complete -c lsagent -n "__fish_lsagent_using_subcommand balance" -l json -d 'Answers in JSON'
complete -c lsagent -n "__fish_lsagent_using_subcommand balance" -s h -l help -d 'Print help'
complete -c lsagent -n "__fish_lsagent_using_subcommand store; and not __fish_seen_subcommand_from list forget" -l config -d 'The settings' -r -F
complete -c lsagent -n "__fish_lsagent_using_subcommand store; and not __fish_seen_subcommand_from list forget" -l json -d 'Answers in JSON'
complete -c lsagent -n "__fish_lsagent_using_subcommand store; and not __fish_seen_subcommand_from list forget" -s h -l help -d 'Print help'
complete -c lsagent -n "__fish_lsagent_using_subcommand store; and not __fish_seen_subcommand_from list forget" -f -a "list" -d 'Lists the files of the store, without asking the network'
complete -c lsagent -n "__fish_lsagent_using_subcommand store; and not __fish_seen_subcommand_from list forget" -f -a "forget" -d 'Removes what is stored of a user, or of all; an activated license stays'
complete -c lsagent -n "__fish_lsagent_using_subcommand store; and __fish_seen_subcommand_from list" -l config -d 'The settings' -r -F
complete -c lsagent -n "__fish_lsagent_using_subcommand store; and __fish_seen_subcommand_from list" -l json -d 'Answers in JSON'
complete -c lsagent -n "__fish_lsagent_using_subcommand store; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c lsagent -n "__fish_lsagent_using_subcommand store; and __fish_seen_subcommand_from forget" -l user -d 'The user' -r -f
complete -c lsagent -n "__fish_lsagent_using_subcommand store; and __fish_seen_subcommand_from forget" -l config -d 'The settings' -r -F
complete -c lsagent -n "__fish_lsagent_using_subcommand store; and __fish_seen_subcommand_from forget" -l all -d 'Of all users'
complete -c lsagent -n "__fish_lsagent_using_subcommand store; and __fish_seen_subcommand_from forget" -l json -d 'Answers in JSON'
complete -c lsagent -n "__fish_lsagent_using_subcommand store; and __fish_seen_subcommand_from forget" -s h -l help -d 'Print help'
